import { posix } from 'node:path';
import type { Breach, SourceFile } from './source-file';

/** A row of docs/layers.json: which other layers and which packages the files below a path may import. */
export interface Layer {
  readonly name: string;
  readonly path: string;
  readonly imports: readonly string[] | '*';
  readonly except?: readonly string[];
  readonly packages: readonly string[] | '*';
}

/** Subpath names of package.json: `#dlms/*` to `./src/dlms/*.ts`. */
export type Subpaths = Readonly<Record<string, string>>;

export class LayerRules {
  constructor(
    private readonly layers: readonly Layer[],
    private readonly subpaths: Subpaths,
  ) {}

  breaches(file: SourceFile): Breach[] {
    const layer = this.layerOf(file.path);
    if (layer === undefined) return [file.breach(0, 'lies in no layer of docs/layers.json')];
    return file.imports().flatMap(({ specifier, node }) => {
      const text = this.fault(layer, file.path, specifier);
      return text === undefined ? [] : [file.breach(node, text)];
    });
  }

  private fault(layer: Layer, from: string, specifier: string): string | undefined {
    const target = this.targetOf(from, specifier);
    if (target === undefined) return packageFault(layer, specifier);
    if (target.endsWith('.json')) return undefined;
    const imported = this.layerOf(target);
    if (imported === undefined) return `${specifier} lies in no layer of docs/layers.json`;
    return imported.name === layer.name || mayImport(layer, imported)
      ? undefined
      : `${layer.name} must not import ${imported.name}: ${specifier}`;
  }

  /** Path of the imported file from the root, without its ending where the specifier has none; undefined for a package. */
  private targetOf(from: string, specifier: string): string | undefined {
    if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
    for (const [name, path] of Object.entries(this.subpaths)) {
      const prefix = name.slice(0, -1);
      if (specifier.startsWith(prefix)) return posix.normalize(path.replace('*', specifier.slice(prefix.length)));
    }
    return undefined;
  }

  /** The longest path wins; a path that names a file also matches without its ending. */
  private layerOf(path: string): Layer | undefined {
    const matching = this.layers.filter(
      (layer) => path === layer.path || `${path}.ts` === layer.path || path.startsWith(`${layer.path}/`),
    );
    return matching.sort((a, b) => b.path.length - a.path.length)[0];
  }
}

function mayImport(layer: Layer, imported: Layer): boolean {
  if (layer.except?.includes(imported.name)) return false;
  return layer.imports === '*' || layer.imports.includes(imported.name);
}

function packageFault(layer: Layer, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `${specifier} is no subpath of package.json`;
  if (layer.packages === '*' || layer.packages.includes(specifier)) return undefined;
  return `${layer.name} must not import the package ${specifier}`;
}
