"""The example landlord that ships with Hearback: invented, complete, and the default."""
