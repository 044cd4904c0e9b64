/** The texts of the contracts in a folder, in the order of their names. */
export function readContracts(folder: string): readonly string[];
