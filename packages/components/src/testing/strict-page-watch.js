// Stands before everything else, so that nothing is missed.
globalThis.violations = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
  globalThis.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`),
);
