"""The network: which organisations were present together, as figures and a picture."""
