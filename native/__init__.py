"""Compiles the analysis to C, for wheels that are fast; nothing needs it to run, or to be installed."""
