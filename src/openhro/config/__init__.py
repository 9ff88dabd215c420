"""Assembly: settings, root urls, the web server's entry and the command line."""
