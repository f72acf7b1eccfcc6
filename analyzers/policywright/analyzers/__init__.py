"""What the code does: language front ends, the engine, SDK models, and the grants that follow."""
