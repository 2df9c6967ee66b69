"""Tools of this repository: generators of committed files and checks of our own."""
