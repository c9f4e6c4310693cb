// Multi-head attention of bfloat16 by tensor cores; what it computes and keeps is what attention.cu does. Blocks have 128
// threads, a warp for 16 rows of a tile of 64; the other side comes 32 rows at a time. WIDTH is the width of a head, rounded
// up to a multiple of 16 with columns of zeros.
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

template <int WIDTH>
__device__ void tensor_attention(
    TensorSizes s, const bfloat16* q, const bfloat16* k, const bfloat16* v, bfloat16* out, float* log_sums) {
    __shared__ __align__(16) bfloat16 queries[OWN * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 keys[OTHER * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 values[OTHER * Pitch<WIDTH>::value];
    TensorPlace at(s, s.queries);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    int lane = threadIdx.x & 31;
    int line = threadIdx.x / 32 * 16;
    load_tile<WIDTH, OWN>(
        queries, head_of(q, s, at, s.queries, s.query_stride), at.first, s.queries, s.query_stride, s.head_width);
    __syncthreads();
    unsigned left[WIDTH / 16][4];
    left_fragments<WIDTH>(left, queries, line);
    float sum[WIDTH / 8][4] = {};
    float largest[2] = {-FLOAT_INFINITY, -FLOAT_INFINITY};
    float total[2] = {0.0f, 0.0f};
    float scale = s.scale * LOG2_E;
    int end = s.causal ? min(s.tokens, at.first + OWN) : s.tokens;
    for (int first = 0; first < end; first += OTHER) {
        __syncthreads();
        load_tile<WIDTH, OTHER>(
            keys, head_of(k, s, at, s.tokens, s.key_stride), first, s.tokens, s.key_stride, s.head_width);
        load_tile<WIDTH, OTHER>(
            values, head_of(v, s, at, s.tokens, s.key_stride), first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        float scores[OTHER / 8][4];
        products_with_rows<WIDTH, OTHER / 8>(scores, left, keys);
#pragma unroll
        for (int half = 0; half < 2; half++) {
            int query = at.first + line + lane / 4 + 8 * half;
            float best = largest[half];
#pragma unroll
            for (int n = 0; n < OTHER / 8; n++) {
#pragma unroll
                for (int i = 0; i < 2; i++) {
                    float& score = scores[n][2 * half + i];
                    bool seen = visible(s, query, first + 8 * n + 2 * (lane & 3) + i);
                    score = seen ? score * scale : -FLOAT_INFINITY;
                    best = fmaxf(best, score);
                }
            }
            best = row_max(best);
            // Rows behind the last query see nothing; they are not stored.
            float origin = best == -FLOAT_INFINITY ? 0.0f : best;
            float shrink = exp2f(largest[half] - origin);
            float added = 0.0f;
#pragma unroll
            for (int n = 0; n < OTHER / 8; n++) {
#pragma unroll
                for (int i = 0; i < 2; i++) {
                    float& score = scores[n][2 * half + i];
                    score = exp2f(score - origin);
                    added += score;
                }
            }
            total[half] = total[half] * shrink + row_sum(added);
            largest[half] = best;
#pragma unroll
            for (int n = 0; n < WIDTH / 8; n++) {
                sum[n][2 * half] *= shrink;
                sum[n][2 * half + 1] *= shrink;
            }
        }
        add_products<WIDTH, OTHER / 8>(sum, scores, values);
    }
    for (int half = 0; half < 2; half++) {
        int query = at.first + line + lane / 4 + 8 * half;
        if ((lane & 3) == 0 && query < s.queries) {
            log_sums[(at.batch * s.heads + at.head) * s.queries + query] =
                (largest[half] + log2f(total[half])) / LOG2_E;
        }
    }
    store_rows<WIDTH>(
        sum, 1.0f / total[0], 1.0f / total[1], queries, head_of(out, s, at, s.queries, width), at.first, s.queries, width,
        s.head_width);
}

template <int WIDTH>
__device__ void tensor_attention_queries(
    TensorSizes s, const bfloat16* q, const bfloat16* k, const bfloat16* v, const bfloat16* d_out, const float* log_sums,
    const float* expected, bfloat16* dq) {
    __shared__ __align__(16) bfloat16 queries[OWN * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 keys[OTHER * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 values[OTHER * Pitch<WIDTH>::value];
    TensorPlace at(s, s.queries);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    int lane = threadIdx.x & 31;
    int line = threadIdx.x / 32 * 16;
    unsigned left[WIDTH / 16][4];
    unsigned gradients[WIDTH / 16][4];
    // One after the other through the same tile.
    load_tile<WIDTH, OWN>(
        queries, head_of(d_out, s, at, s.queries, width), at.first, s.queries, width, s.head_width);
    __syncthreads();
    left_fragments<WIDTH>(gradients, queries, line);
    __syncthreads();
    load_tile<WIDTH, OWN>(
        queries, head_of(q, s, at, s.queries, s.query_stride), at.first, s.queries, s.query_stride, s.head_width);
    __syncthreads();
    left_fragments<WIDTH>(left, queries, line);
    float log_sum[2] = {0.0f, 0.0f};
    float mean[2] = {0.0f, 0.0f};
    for (int half = 0; half < 2; half++) {
        int query = at.first + line + lane / 4 + 8 * half;
        if (query < s.queries) {
            index_t place = (at.batch * s.heads + at.head) * s.queries + query;
            log_sum[half] = log_sums[place] * LOG2_E;
            mean[half] = expected[place];
        }
    }
    float sum[WIDTH / 8][4] = {};
    float scale = s.scale * LOG2_E;
    int end = s.causal ? min(s.tokens, at.first + OWN) : s.tokens;
    for (int first = 0; first < end; first += OTHER) {
        __syncthreads();
        load_tile<WIDTH, OTHER>(
            keys, head_of(k, s, at, s.tokens, s.key_stride), first, s.tokens, s.key_stride, s.head_width);
        load_tile<WIDTH, OTHER>(
            values, head_of(v, s, at, s.tokens, s.key_stride), first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        float scores[OTHER / 8][4];
        float slopes[OTHER / 8][4];
        products_with_rows<WIDTH, OTHER / 8>(scores, left, keys);
        products_with_rows<WIDTH, OTHER / 8>(slopes, gradients, values);
#pragma unroll
        for (int n = 0; n < OTHER / 8; n++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                int query = at.first + line + lane / 4 + i / 2 * 8;
                bool seen = visible(s, query, first + 8 * n + 2 * (lane & 3) + i % 2);
                float weight = exp2f(scores[n][i] * scale - log_sum[i / 2]);
                slopes[n][i] = seen ? weight * (slopes[n][i] - mean[i / 2]) : 0.0f;
            }
        }
        add_products<WIDTH, OTHER / 8>(sum, slopes, keys);
    }
    store_rows<WIDTH>(
        sum, s.scale, s.scale, queries, head_of(dq, s, at, s.queries, s.query_stride), at.first, s.queries,
        s.query_stride, s.head_width);
}

// Rows of the own tile are keys here, columns of scores queries.
template <int WIDTH>
__device__ void tensor_attention_keys(
    TensorSizes s, const bfloat16* q, const bfloat16* k, const bfloat16* v, const bfloat16* d_out, const float* log_sums,
    const float* expected, bfloat16* dk, bfloat16* dv) {
    __shared__ __align__(16) bfloat16 own[OWN * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 queries[OTHER * Pitch<WIDTH>::value];
    __shared__ __align__(16) bfloat16 gradients[OTHER * Pitch<WIDTH>::value];
    __shared__ float log_sum[OTHER];
    __shared__ float mean[OTHER];
    TensorPlace at(s, s.tokens);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    index_t first_sum = (at.batch * s.heads + at.head) * s.queries;
    int lane = threadIdx.x & 31;
    int line = threadIdx.x / 32 * 16;
    unsigned keys[WIDTH / 16][4];
    unsigned values[WIDTH / 16][4];
    load_tile<WIDTH, OWN>(own, head_of(v, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride, s.head_width);
    __syncthreads();
    left_fragments<WIDTH>(values, own, line);
    __syncthreads();
    load_tile<WIDTH, OWN>(own, head_of(k, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride, s.head_width);
    __syncthreads();
    left_fragments<WIDTH>(keys, own, line);
    float of_keys[WIDTH / 8][4] = {};
    float of_values[WIDTH / 8][4] = {};
    float scale = s.scale * LOG2_E;
    // OWN is a multiple of OTHER: queries before the first key of a causal tile see none of it.
    for (int first = s.causal ? at.first : 0; first < s.queries; first += OTHER) {
        __syncthreads();
        load_tile<WIDTH, OTHER>(
            queries, head_of(q, s, at, s.queries, s.query_stride), first, s.queries, s.query_stride, s.head_width);
        load_tile<WIDTH, OTHER>(
            gradients, head_of(d_out, s, at, s.queries, width), first, s.queries, width, s.head_width);
        if (threadIdx.x < OTHER) {
            bool inside = first + static_cast<int>(threadIdx.x) < s.queries;
            log_sum[threadIdx.x] = inside ? log_sums[first_sum + first + threadIdx.x] * LOG2_E : 0.0f;
            mean[threadIdx.x] = inside ? expected[first_sum + first + threadIdx.x] : 0.0f;
        }
        __syncthreads();
        float weights[OTHER / 8][4];
        float slopes[OTHER / 8][4];
        products_with_rows<WIDTH, OTHER / 8>(weights, keys, queries);
        products_with_rows<WIDTH, OTHER / 8>(slopes, values, gradients);
#pragma unroll
        for (int n = 0; n < OTHER / 8; n++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
                int query = 8 * n + 2 * (lane & 3) + i % 2;
                bool seen = visible(s, first + query, at.first + line + lane / 4 + i / 2 * 8);
                weights[n][i] = seen ? exp2f(weights[n][i] * scale - log_sum[query]) : 0.0f;
                slopes[n][i] = weights[n][i] * (slopes[n][i] - mean[query]);
            }
        }
        add_products<WIDTH, OTHER / 8>(of_values, weights, gradients);
        add_products<WIDTH, OTHER / 8>(of_keys, slopes, queries);
    }
    store_rows<WIDTH>(
        of_keys, s.scale, s.scale, own, head_of(dk, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride,
        s.head_width);
    // A warp's rows of the tile are its own: only it has to be done with them.
    __syncwarp();
    store_rows<WIDTH>(
        of_values, 1.0f, 1.0f, own, head_of(dv, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride,
        s.head_width);
}

#define SIZES                                                                                                        \
    int queries, int tokens, int heads, int head_width, index_t query_stride, index_t key_stride, float scale,       \
        int causal
#define GIVEN_SIZES \
    TensorSizes { queries, tokens, heads, head_width, query_stride, key_stride, scale, causal }

#define OF_ONE_WIDTH(WIDTH, BLOCKS)                                                                                  \
    ENTRY(                                                                                                           \
        tensor_attention_##WIDTH,                                                                                    \
        (SIZES, const bfloat16* q, const bfloat16* k, const bfloat16* v, bfloat16* out, float* log_sums),            \
        tensor_attention<WIDTH>(GIVEN_SIZES, q, k, v, out, log_sums))                                                \
    ENTRY(                                                                                                           \
        tensor_attention_queries_##WIDTH,                                                                            \
        (SIZES, const bfloat16* q, const bfloat16* k, const bfloat16* v, const bfloat16* d_out,                      \
         const float* log_sums, const float* expected, bfloat16* dq),                                                \
        tensor_attention_queries<WIDTH>(GIVEN_SIZES, q, k, v, d_out, log_sums, expected, dq))                        \
    BOUNDED_ENTRY(                                                                                                   \
        128,                                                                                                         \
        BLOCKS,                                                                                                      \
        tensor_attention_keys_##WIDTH,                                                                               \
        (SIZES, const bfloat16* q, const bfloat16* k, const bfloat16* v, const bfloat16* d_out,                      \
         const float* log_sums, const float* expected, bfloat16* dk, bfloat16* dv),                                  \
        tensor_attention_keys<WIDTH>(GIVEN_SIZES, q, k, v, d_out, log_sums, expected, dk, dv))

// The widths of CLIP's and EVA's models: 64, then 80 (ViT-H), 88 (ViT-g), 104 (ViT-bigG), and what lies between.
OF_ONE_WIDTH(64, 3)
OF_ONE_WIDTH(80, 2)
OF_ONE_WIDTH(96, 2)
OF_ONE_WIDTH(112, 2)
OF_ONE_WIDTH(128, 2)
