"""What generated people are made of: names, streets, and jobs with their pay."""

from __future__ import annotations

from dataclasses import dataclass

_WOMEN = (
    "Amelia Ava Beatriz Bethany Camila Carmen Charlotte Claire Danielle Divya Eleanor Elena Emily Esther Eve Fatima "
    "Fiona Gabriela Grace Hannah Harriet Holly Imani Ingrid Isabel Jasmine Joanna Julia Karen Kavita Keisha Laura "
    "Leah Lucia Maeve Maria Megan Mei Naomi Natalie Nkechi Olivia Paula Phoebe Rachel Rosa Samira Sara Shanice Sofia "
    "Stella Tamara Teresa Uma Vanessa Victoria Yasmin Yuki Zainab Zoe"
)
_MEN = (
    "Aaron Adam Ahmed Alejandro Andre Anthony Ben Brian Callum Carlos Chen Connor Daniel Darius David Diego Dominic "
    "Edward Elijah Ethan Femi Francis Gareth George Gordon Hassan Harry Hugo Ian Ibrahim Jack Jamal James Javier Joel "
    "Joshua Kenji Kevin Kofi Kwame Liam Lucas Luis Malik Marcus Mateo Nathan Neil Oliver Omar Patrick Pedro Rajesh "
    "Robert Samuel Sean Stephen Tariq Thomas Vikram William Yusuf"
)
_FAMILIES = (
    "Abbott Adeyemi Ahmed Alvarez Anderson Baker Barnes Bennett Brennan Brooks Campbell Castillo Chapman Chowdhury "
    "Clarke Collins Cooper Cruz Dalton Dawson Delgado Diaz Donnelly Edwards Ellison Evans Farrell Fernandez Fisher "
    "Fletcher Flores Forsyth Foster Garcia Gibson Gomez Graham Greenwood Griffin Gupta Hargreaves Harris Hayes "
    "Henderson Holloway Howard Hussain Iyer Jackson Jenkins Johansson Jordan Kaur Kelly Khan Kowalski Lambert Lawson "
    "Lewis Lopez MacLeod Marsh Martinez Mensah Mitchell Morales Morgan Murphy Nakamura Navarro Newton Nguyen Novak "
    "Nwosu O'Brien Ortega Osborne Owens Park Patel Pearson Perez Phillips Pierce Powell Quinn Ramirez Reid Reyes "
    "Richardson Rivera Roberts Robinson Rossi Russell Sanchez Saunders Schmidt Shah Sharma Silva Simmons Singh Stewart "
    "Sullivan Tanaka Taylor Thornton Torres Tran Turner Vargas Walker Wallace Ward Watkins Webster Whitaker Wilson "
    "Wright Young Zhang"
)
WOMEN, MEN, FAMILIES = _WOMEN.split(), _MEN.split(), _FAMILIES.split()
STREETS = {
    "Denver CO": ("Pearl Street", "Colfax Avenue", "Logan Street", "Federal Boulevard", "Steele Street", "Race Street"),
    "Austin TX": ("Guadalupe Street", "Burnet Road", "Duval Street", "Riverside Drive", "Manor Road", "Speedway"),
    "Leeds": ("Otley Road", "Burley Road", "Roundhay Road", "Harehills Lane", "Street Lane", "Town Street"),
}  # fmt: skip
POSTCODES = {
    "Denver CO": ("80203", "80205", "80210", "80211", "80218", "80220", "80231", "80239"),
    "Austin TX": ("78702", "78704", "78722", "78745", "78751", "78757"),
    "Leeds": ("LS2 7EW", "LS4 2PR", "LS6 1AA", "LS8 4HS", "LS11 5BY", "LS12 3QE", "LS16 5QH"),
}


@dataclass(frozen=True, slots=True)
class Job:
    """A job with its yearly pay in major units (or the hourly rate in minor units), and how often it is met."""

    title: str
    department: str
    low: int
    high: int
    weight: int
    hourly: bool = False


JOBS = {
    "US": (
        Job("Assembly Technician", "Assembly", 2150, 2880, 24, hourly=True),
        Job("Test Technician", "Assembly", 2480, 3340, 12, hourly=True),
        Job("Calibration Engineer", "Calibration", 72, 96, 16),
        Job("Firmware Engineer", "Engineering", 104, 158, 18),
        Job("Mechanical Engineer", "Engineering", 88, 128, 14),
        Job("Quality Analyst", "Quality", 62, 84, 10),
        Job("Sales Engineer", "Sales", 82, 126, 14),
        Job("Customer Support Specialist", "Support", 52, 68, 14),
        Job("Supply Planner", "Operations", 64, 88, 10),
        Job("Financial Analyst", "Finance", 74, 98, 8),
        Job("IT Administrator", "IT", 70, 96, 6),
    ),
    "GB": (
        Job("Assembly Technician", "Assembly", 1340, 1690, 20, hourly=True),
        Job("Test Technician", "Assembly", 29, 36, 12),
        Job("Calibration Engineer", "Calibration", 36, 49, 14),
        Job("Firmware Engineer", "Engineering", 46, 74, 14),
        Job("Quality Inspector", "Quality", 30, 41, 10),
        Job("Sales Engineer", "Sales", 41, 63, 10),
        Job("Customer Support Adviser", "Support", 26, 33, 10),
        Job("Supply Planner", "Operations", 33, 46, 6),
        Job("Accountant", "Finance", 38, 56, 6),
    ),
}
LEAD = {"US": Job("Team Lead", "Operations", 112, 148, 1), "GB": Job("Team Lead", "Operations", 56, 78, 1)}
