import type { CallEnvironment } from './call/call-context.js';
import { isConnected, type ConnectionState } from './connection/connection-state.js';
import { CadranError } from './kernel/errors.js';
import type { Store } from './kernel/store.js';
import { until } from './kernel/until.js';
import type { PhoneState } from './phone-state.js';

/** What calls ask of the connection. */
export function connectionForCalls(
  store: Store<PhoneState>,
  registers: boolean,
): Pick<CallEnvironment, 'online' | 'connecting' | 'connectionKnown' | 'connected' | 'reachable'> {
  const now = (): ConnectionState => store.get().connection;
  const connecting = (): boolean => now().status === 'connecting' && now().reason === undefined;
  return {
    online: () => isConnected(now()),
    connecting,
    connectionKnown: (signal: AbortSignal) =>
      until(store, () => now().status !== 'probing', signal),
    async connected(signal: AbortSignal): Promise<void> {
      await until(store, () => !connecting(), signal);
      const { reason = 'connection/offline' } = now();
      if (!isConnected(now())) throw new CadranError(reason, { retryable: true });
    },
    async reachable(signal: AbortSignal): Promise<void> {
      const isKnown = ({ connection, registration }: PhoneState): boolean => {
        const { status } = registration;
        const waits = status === 'registering' || (registers && status === 'unregistered');
        return isConnected(connection) && !waits;
      };
      await until(store, isKnown, signal);
    },
  };
}
