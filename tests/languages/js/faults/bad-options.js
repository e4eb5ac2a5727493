// Fails with: `rps`: limit the rate with an executor
export const options = { rps: 10, insecureSkipTLSVerify: true, systemTags: ["url"] };
export default function () {}
