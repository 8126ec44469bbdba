"""Privacy: the export, erasure and term of everything that the rooms keep of people."""
