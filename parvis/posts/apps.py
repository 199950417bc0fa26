"""The feature as a Django app."""

from django.apps import AppConfig


class PostsConfig(AppConfig):
    """Registers ``parvis.posts``."""

    name = "parvis.posts"
    label = "posts"
