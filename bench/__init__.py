"""How fast Parvis is: drives the running server over HTTP as signed-in people. No test asks it."""
