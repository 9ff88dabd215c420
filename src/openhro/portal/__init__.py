"""Home pages per role, navigation and search: reads the functions' queries."""
