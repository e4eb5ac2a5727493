// Fails with: the module exports no function to run
export const options = { vus: 1 };
