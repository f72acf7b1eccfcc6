"""What is the same in every AWS SDK: requests, responses, identities, guesses from names."""
