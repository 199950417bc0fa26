"""The site as an app on a phone: installed, readable without a network, sending later."""
