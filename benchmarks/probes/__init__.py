"""What runs in the environments that are measured. Each probe imports what it measures, and is given the rest."""
