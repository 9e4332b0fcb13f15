/** The folder of the bundles, made where that is due. */
export declare function bundleScripts(source: string, project: string): Promise<string>;
