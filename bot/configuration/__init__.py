"""What the landlord and the place decide, and how nonsense in it is refused."""
