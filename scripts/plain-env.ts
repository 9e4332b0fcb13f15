/** The environment for a child whose output is shown with its control characters visible: colours would be noise in it. */
export function plainEnv(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, ...env } = process.env;
  return { ...env, NO_COLOR: "1" };
}
