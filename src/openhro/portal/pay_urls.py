"""Addresses of the pages about pay that people begin with: the client's approvals and the employee's home."""

from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = []
