/** Registers an element unless the name is taken, as when a page loads Cadran twice; does nothing where there is no registry. */
export function define(name: string, element: CustomElementConstructor): void {
  const registry = (globalThis as { customElements?: CustomElementRegistry }).customElements;
  if (registry && !registry.get(name)) registry.define(name, element);
}
