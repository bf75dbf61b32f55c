"""This assistant and Rasa's default Chinese pipeline, side by side: speed, size, accuracy."""
