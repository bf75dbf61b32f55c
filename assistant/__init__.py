"""What runs inside Rasa 3.6 (Python 3.10): start without TensorFlow, understanding, the private channel."""
