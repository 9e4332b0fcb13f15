import { ConfigurationError } from "../errors.js";

/** @throws ConfigurationError when it is neither such a date nor `null` */
export function checkVersion(version: string | null | undefined): void {
  if (version == null || /^\d{4}-\d\d-\d\d(?:-\d{1,3})?$/.test(version)) return;
  throw new ConfigurationError(
    `apiVersionDate must be a date such as "2025-01-01", or null for none (got ${JSON.stringify(version)?.slice(0, 40)})`,
  );
}
