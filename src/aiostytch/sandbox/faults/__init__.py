"""What can be made to go wrong with requests, and how many are taken in a second."""
