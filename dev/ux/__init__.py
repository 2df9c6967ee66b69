"""What the screens promise, measured: `make ux`. One module for each kind of promise; __main__ prints them all."""
