"""Reports: the network on paper for who was not there, and what a network shows to everybody."""
