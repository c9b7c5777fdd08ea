"""Who is a duplicate of whom: exact, near (resemblance) and containment, told apart from notices of one template."""
