// The tiles of one instruction set and one precision: the includer defines LANES, ROWS_1, ROWS_2, ROWS_4 (the most
// rows of tiles 1, 2, 4 vectors wide), TILES (a name) and NARROW (the tiles of half the lanes, or 0).
#include "tile_simd.h"
#include "tile_kernel.h"
#include "tile_pack.h"

#define STRIDED(rows, vectors) [rows] = OF(tile_strided_##rows##x##vectors),
#define PACKED(rows, vectors) [rows] = OF(tile_packed_##rows##x##vectors),
const OF(kn_tiles) TILES = {
  .lanes = LANES,
  .rows_limit = {ROWS_1, ROWS_2, ROWS_4},
  .strided = {{ALL_TILES(ROWS_1)(STRIDED, 1)}, {ALL_TILES(ROWS_2)(STRIDED, 2)}, {ALL_TILES(ROWS_4)(STRIDED, 4)}},
  .packed = {{ALL_TILES(ROWS_1)(PACKED, 1)}, {ALL_TILES(ROWS_2)(PACKED, 2)}, {ALL_TILES(ROWS_4)(PACKED, 4)}},
  .pack = OF(pack),
  .narrow = NARROW,
};

#undef STRIDED
#undef PACKED
#undef TILE
#undef TILES_2
#undef TILES_6
#undef TILES_14
#undef TILES_OF
#undef ALL_TILES
#undef V4
#undef V4_OUT
#undef VR
#undef VM
#undef LANES
#undef TILES
#undef NARROW
