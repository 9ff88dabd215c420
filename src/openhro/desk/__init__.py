"""The HR service desk: requests, promises by the clock, escalation, knowledge, satisfaction."""
