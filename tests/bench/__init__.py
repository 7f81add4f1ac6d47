"""What the house must reach, measured as people meet it: through waitress and a socket, all checks on."""
