import { useSyncExternalStore } from 'react';
import { deviceFull, onDeviceFull } from './storage.ts';

/** Whether the device was full when something should have been kept. */
export const useDeviceFull = (): boolean => useSyncExternalStore(onDeviceFull, deviceFull);
