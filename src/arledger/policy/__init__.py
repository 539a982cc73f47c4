"""What a credit manager may choose, and where the choice was written."""
