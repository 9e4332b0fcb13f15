/** The package's version, which `npm run changeset:version` keeps equal to that of `package.json`. */
export const VERSION = "0.1.0";
