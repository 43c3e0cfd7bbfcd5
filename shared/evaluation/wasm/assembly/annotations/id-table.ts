// Open addressing over f64 keys: 16 bytes a slot, key and index + 1 (0 says free).

function hash(key: f64): u32 {
  const bits = reinterpret<u64>(key);
  return <u32>((bits * 0x9E3779B97F4A7C15) >> 40);
}

export function insert(slots: usize, mask: u32, key: f64, index: i32): void {
  let slot = hash(key) & mask;
  while (load<i32>(slots + (<usize>slot << 4), 8) != 0) slot = (slot + 1) & mask;
  store<f64>(slots + (<usize>slot << 4), key);
  store<i32>(slots + (<usize>slot << 4), index + 1, 8);
}

export function find(slots: usize, mask: u32, key: f64): i32 {
  let slot = hash(key) & mask;
  let at = slots + (<usize>slot << 4);
  while (load<i32>(at, 8) != 0 && load<f64>(at) != key) {
    slot = (slot + 1) & mask;
    at = slots + (<usize>slot << 4);
  }
  return load<i32>(at, 8) - 1;
}
