// Tiles of attention in single precision. Blocks have 128 threads, 16 rows by 8 columns.
//
// q, k, v and their gradients are rows of a matrix with a stride of their own; a head is a piece of each row. TILE is the
// side of a tile, CHUNK the columns of a head that one thread holds, so that 8 * CHUNK is the widest head.
#include "elements.cuh"

struct AttentionSizes {
    int queries;
    int tokens;
    int heads;
    int head_width;
    index_t query_stride;
    index_t key_stride;
    float scale;
    int causal;
};

// What a block works at: tile number blockIdx.x of its head.
struct AttentionPlace {
    int head;
    index_t batch;
    int first;

    __device__ AttentionPlace(const AttentionSizes& sizes, int length, int tile) {
        int tiles = (length + tile - 1) / tile;
        index_t heads_before = blockIdx.x / tiles;
        head = static_cast<int>(heads_before % sizes.heads);
        batch = heads_before / sizes.heads;
        first = static_cast<int>(blockIdx.x % tiles) * tile;
    }
};

// Row number row of a head; nothing is read from addresses of rows that are not there.
template <class T>
__device__ __forceinline__ T* head_of(T* x, const AttentionSizes& s, const AttentionPlace& at, int length, index_t stride) {
    return x + at.batch * length * stride + static_cast<index_t>(at.head) * s.head_width;
}

// A tile of rows from first on, zero where there are none.
template <int TILE, class T>
__device__ __forceinline__ void load_tile(
    float* tile, const T* from, int first, int length, index_t stride, int head_width) {
    for (int i = threadIdx.x; i < TILE * head_width; i += 128) {
        int row = i / head_width;
        int column = i - row * head_width;
        bool inside = first + row < length;
        tile[row * (head_width + 1) + column] = inside ? widen(from[(first + row) * stride + column]) : 0.0f;
    }
}

// The products of the rows of two tiles: out[r][c] for rows line + 16 r of a and lane + 8 c of b.
template <int TILE>
__device__ __forceinline__ void tile_products(
    const float* a, const float* b, int head_width, float (&out)[TILE / 16][TILE / 8]) {
    int line = threadIdx.x / 8;
    int lane = threadIdx.x % 8;
    int pitch = head_width + 1;
#pragma unroll
    for (int r = 0; r < TILE / 16; r++) {
#pragma unroll
        for (int c = 0; c < TILE / 8; c++) {
            out[r][c] = 0.0f;
        }
    }
    for (int i = 0; i < head_width; i++) {
        float left[TILE / 16];
#pragma unroll
        for (int r = 0; r < TILE / 16; r++) {
            left[r] = a[(line + 16 * r) * pitch + i];
        }
#pragma unroll
        for (int c = 0; c < TILE / 8; c++) {
            float right = b[(lane + 8 * c) * pitch + i];
#pragma unroll
            for (int r = 0; r < TILE / 16; r++) {
                out[r][c] = fmaf(left[r], right, out[r][c]);
            }
        }
    }
}

// sum[r][c] += the product of the square of weights with the tile b.
template <int TILE, int CHUNK>
__device__ __forceinline__ void add_weighted(
    const float* weights, const float* b, int head_width, float (&sum)[TILE / 16][CHUNK]) {
    int line = threadIdx.x / 8;
    int lane = threadIdx.x % 8;
    for (int j = 0; j < TILE; j++) {
        float weight[TILE / 16];
#pragma unroll
        for (int r = 0; r < TILE / 16; r++) {
            weight[r] = weights[(line + 16 * r) * (TILE + 1) + j];
        }
#pragma unroll
        for (int c = 0; c < CHUNK; c++) {
            int column = lane + 8 * c;
            if (column < head_width) {
                float value = b[j * (head_width + 1) + column];
#pragma unroll
                for (int r = 0; r < TILE / 16; r++) {
                    sum[r][c] = fmaf(weight[r], value, sum[r][c]);
                }
            }
        }
    }
}

template <int TILE, int CHUNK, class T>
__device__ __forceinline__ void store_tile(
    const float (&sum)[TILE / 16][CHUNK], T* to, int first, int length, index_t stride, int head_width) {
#pragma unroll
    for (int r = 0; r < TILE / 16; r++) {
        int row = first + threadIdx.x / 8 + 16 * r;
#pragma unroll
        for (int c = 0; c < CHUNK; c++) {
            int column = threadIdx.x % 8 + 8 * c;
            if (row < length && column < head_width) {
                store_one(to + row * stride + column, sum[r][c]);
            }
        }
    }
}

// Over the eight threads that share a row.
__device__ __forceinline__ float line_max(float x) {
    for (int distance = 4; distance > 0; distance /= 2) {
        x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, distance));
    }
    return x;
}

__device__ __forceinline__ float line_sum(float x) {
    for (int distance = 4; distance > 0; distance /= 2) {
        x += __shfl_xor_sync(0xffffffffu, x, distance);
    }
    return x;
}

__device__ __forceinline__ bool visible(const AttentionSizes& s, int query, int key) {
    return key < s.tokens && query < s.queries && (!s.causal || key <= query);
}

// One behind the last key that a tile of queries looks at.
__device__ __forceinline__ int keys_seen(const AttentionSizes& s, int first, int tile) {
    return s.causal ? min(s.tokens, first + tile) : s.tokens;
}

#define SIZES                                                                                                        \
    int queries, int tokens, int heads, int head_width, index_t query_stride, index_t key_stride, float scale,       \
        int causal
#define GIVEN_SIZES \
    AttentionSizes { queries, tokens, heads, head_width, query_stride, key_stride, scale, causal }
