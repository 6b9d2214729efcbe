"""The doors of the house: REST, the socket, files and pages, on one port."""
