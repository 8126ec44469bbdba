"""Accounts: who runs the network, how they sign in, and their roles per community."""
