// The types of what screens use of Preact, htm and signals; read by the type checker only, never served.
export interface Signal<T> { value: T; peek(): T; subscribe(fn: (value: T) => void): () => void }
export interface ReadonlySignal<T> { readonly value: T; peek(): T; subscribe(fn: (value: T) => void): () => void }
export function signal<T>(value: T): Signal<T>
export function signal<T>(): Signal<T | undefined>
export function computed<T>(fn: () => T): ReadonlySignal<T>
export function effect(fn: () => void | (() => void)): () => void
export function batch<T>(fn: () => T): T
export function untracked<T>(fn: () => T): T
export function html(strings: TemplateStringsArray, ...values: any[]): any
export function h(type: any, props?: any, ...children: any[]): any
export function render(vnode: any, parent: Element | DocumentFragment): void
export const Fragment: any
export function useState<T>(initial: T | (() => T)): [T, (next: T | ((before: T) => T)) => void]
export function useState<T>(): [T | undefined, (next: T | undefined) => void]
export function useEffect(fn: () => void | (() => void), deps?: readonly unknown[]): void
export function useLayoutEffect(fn: () => void | (() => void), deps?: readonly unknown[]): void
export function useRef<T = any>(initial?: T | null): { current: any }
export function useMemo<T>(fn: () => T, deps: readonly unknown[]): T
export function useCallback<T extends (...args: any[]) => any>(fn: T, deps: readonly unknown[]): T
export function useErrorBoundary(told?: (error: any) => void): [any, () => void]
