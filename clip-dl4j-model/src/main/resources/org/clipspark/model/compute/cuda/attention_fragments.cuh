// Tiles of attention for tensor cores. Blocks have 128 threads, a warp for 16 rows of a tile of 64; the other side comes 32
// rows at a time. WIDTH is the width of a head, rounded up to a multiple of 16 with columns of zeros.
#include "elements.cuh"
#include "tensor_cores.cuh"

#define OWN 64
#define OTHER 32
#define LOG2_E 1.4426950408889634f

struct TensorSizes {
    int queries;
    int tokens;
    int heads;
    int head_width;
    index_t query_stride;
    index_t key_stride;
    float scale;
    int causal;
};

// A tile of 64 rows of one head.
struct TensorPlace {
    int first;
    index_t head;
    index_t batch;

    __device__ TensorPlace(const TensorSizes& s, int length) {
        int tiles = (length + OWN - 1) / OWN;
        index_t before = blockIdx.x / tiles;
        first = static_cast<int>(blockIdx.x % tiles) * OWN;
        head = before % s.heads;
        batch = before / s.heads;
    }
};

template <class T>
__device__ __forceinline__ T* head_of(T* x, const TensorSizes& s, const TensorPlace& at, int length, index_t stride) {
    return x + at.batch * length * stride + at.head * s.head_width;
}

// Rows from first on, zero where there are none, eight elements at a time where addresses allow it.
template <int WIDTH, int ROWS>
__device__ __forceinline__ void load_tile(
    bfloat16* tile, const bfloat16* from, int first, int length, index_t stride, int head_width) {
    bool wide = aligned(from) && stride % 8 == 0 && head_width % 8 == 0;
    for (int i = threadIdx.x; i < ROWS * (WIDTH / 8); i += 128) {
        int row = i / (WIDTH / 8);
        int column = i % (WIDTH / 8) * 8;
        const bfloat16* source = from + (first + row) * stride + column;
        uint4 eight = make_uint4(0, 0, 0, 0);
        if (first + row < length && column < head_width) {
            if (wide) {
                eight = *reinterpret_cast<const uint4*>(source);
            } else {
                unsigned words[4] = {0, 0, 0, 0};
#pragma unroll
                for (int j = 0; j < 8; j++) {
                    if (column + j < head_width) {
                        words[j / 2] |= static_cast<unsigned>(source[j].bits) << (j % 2 * 16);
                    }
                }
                eight = make_uint4(words[0], words[1], words[2], words[3]);
            }
        }
        *reinterpret_cast<uint4*>(tile + row * Pitch<WIDTH>::value + column) = eight;
    }
}

// The 16 rows of a warp, by way of its own rows of a tile that nobody reads any more: rows leave in wide pieces.
template <int WIDTH>
__device__ __forceinline__ void store_rows(
    const float (&sum)[WIDTH / 8][4], float factor_low, float factor_high, bfloat16* tile, bfloat16* to, int first,
    int length, index_t stride, int head_width) {
    int lane = threadIdx.x & 31;
    int line = threadIdx.x / 32 * 16;
    bfloat16* row = tile + (line + lane / 4) * Pitch<WIDTH>::value + 2 * (lane & 3);
#pragma unroll
    for (int n = 0; n < WIDTH / 8; n++) {
        *reinterpret_cast<unsigned*>(row + 8 * n) = packed(sum[n][0] * factor_low, sum[n][1] * factor_low);
        *reinterpret_cast<unsigned*>(row + 8 * n + 8 * Pitch<WIDTH>::value) =
            packed(sum[n][2] * factor_high, sum[n][3] * factor_high);
    }
    __syncwarp();
    bool wide = aligned(to) && stride % 8 == 0 && head_width % 8 == 0;
    for (int i = lane; i < 16 * (WIDTH / 8); i += 32) {
        int at = i / (WIDTH / 8);
        int column = i % (WIDTH / 8) * 8;
        const bfloat16* from = tile + (line + at) * Pitch<WIDTH>::value + column;
        bfloat16* target = to + (first + line + at) * stride + column;
        if (first + line + at < length && column < head_width) {
            if (wide) {
                *reinterpret_cast<uint4*>(target) = *reinterpret_cast<const uint4*>(from);
            } else {
                for (int j = 0; j < 8 && column + j < head_width; j++) {
                    target[j] = from[j];
                }
            }
        }
    }
}

// Over the four lanes that share a row of a fragment.
__device__ __forceinline__ float row_max(float x) {
    x = fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 1));
    return fmaxf(x, __shfl_xor_sync(0xffffffffu, x, 2));
}

__device__ __forceinline__ float row_sum(float x) {
    x += __shfl_xor_sync(0xffffffffu, x, 1);
    return x + __shfl_xor_sync(0xffffffffu, x, 2);
}

__device__ __forceinline__ bool visible(const TensorSizes& s, int query, int key) {
    return key < s.tokens && query < s.queries && (!s.causal || key <= query);
}

#define SIZES                                                                                                        \
    int queries, int tokens, int heads, int head_width, index_t query_stride, index_t key_stride, float scale,       \
        int causal
#define GIVEN_SIZES \
    TensorSizes { queries, tokens, heads, head_width, query_stride, key_stride, scale, causal }
