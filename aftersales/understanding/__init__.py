"""What a message means: asked of Rasa on behalf of the desk."""
