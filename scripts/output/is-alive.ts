import { hasCode } from "../diagnostics.js";

/** Whether a process of this system has this number. */
export function isAlive(pid: number): boolean {
  try {
    // 0 and below would ask for groups of processes.
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}
