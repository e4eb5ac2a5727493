// Fails with: TypeError: at the top level
throw new TypeError("at the top level");
