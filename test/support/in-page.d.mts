export declare function poorContrasts(): string[];
export declare function visibleFindings(): string[];
export declare function pageText(): string;
export declare function smuggled(): string[];
export declare function runForeignScript(): void;
export declare function plotsWithoutText(): string[];
export declare function widths(): [number, number];
export declare function colours(): { color: string; backgroundColor: string };
export declare function fade(): void;
