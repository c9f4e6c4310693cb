// Multi-head attention in single precision, a tile of queries against a tile of keys at a time (Dao et al. 2022): what is
// kept for the way back is the logarithm of each query's sum of exponentials, [B, H, queries]. Blocks have 128 threads, 16
// rows by 8 columns.
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

template <int TILE, int CHUNK, class T>
__device__ void attention(AttentionSizes s, const T* q, const T* k, const T* v, T* out, float* log_sums) {
    DYNAMIC_SHARED(float, shared);
    int pitch = s.head_width + 1;
    float* queries = shared;
    float* others = queries + TILE * pitch;
    float* weights = others + TILE * pitch;
    AttentionPlace at(s, s.queries, TILE);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    const T* keys = head_of(k, s, at, s.tokens, s.key_stride);
    const T* values = head_of(v, s, at, s.tokens, s.key_stride);
    load_tile<TILE>(queries, head_of(q, s, at, s.queries, s.query_stride), at.first, s.queries, s.query_stride, s.head_width);
    float sum[TILE / 16][CHUNK] = {};
    float largest[TILE / 16];
    float total[TILE / 16];
#pragma unroll
    for (int r = 0; r < TILE / 16; r++) {
        largest[r] = -FLOAT_INFINITY;
        total[r] = 0.0f;
    }
    int line = threadIdx.x / 8;
    int lane = threadIdx.x % 8;
    int end = keys_seen(s, at.first, TILE);
    for (int first = 0; first < end; first += TILE) {
        __syncthreads();
        load_tile<TILE>(others, keys, first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        float scores[TILE / 16][TILE / 8];
        tile_products<TILE>(queries, others, s.head_width, scores);
#pragma unroll
        for (int r = 0; r < TILE / 16; r++) {
            int query = at.first + line + 16 * r;
            float best = largest[r];
#pragma unroll
            for (int c = 0; c < TILE / 8; c++) {
                bool seen = visible(s, query, first + lane + 8 * c);
                scores[r][c] = seen ? scores[r][c] * s.scale : -FLOAT_INFINITY;
                best = fmaxf(best, scores[r][c]);
            }
            best = line_max(best);
            // Rows behind the last query see nothing; they are not stored.
            float origin = best == -FLOAT_INFINITY ? 0.0f : best;
            float shrink = expf(largest[r] - origin);
            float added = 0.0f;
#pragma unroll
            for (int c = 0; c < TILE / 8; c++) {
                float weight = expf(scores[r][c] - origin);
                weights[(line + 16 * r) * (TILE + 1) + lane + 8 * c] = weight;
                added += weight;
            }
            total[r] = total[r] * shrink + line_sum(added);
            largest[r] = best;
#pragma unroll
            for (int c = 0; c < CHUNK; c++) {
                sum[r][c] *= shrink;
            }
        }
        __syncthreads();
        load_tile<TILE>(others, values, first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        add_weighted<TILE, CHUNK>(weights, others, s.head_width, sum);
    }
#pragma unroll
    for (int r = 0; r < TILE / 16; r++) {
        int query = at.first + line + 16 * r;
#pragma unroll
        for (int c = 0; c < CHUNK; c++) {
            sum[r][c] /= total[r];
        }
        if (lane == 0 && query < s.queries) {
            log_sums[(at.batch * s.heads + at.head) * s.queries + query] = largest[r] + logf(total[r]);
        }
    }
    store_tile<TILE, CHUNK>(sum, head_of(out, s, at, s.queries, width), at.first, s.queries, width, s.head_width);
}

// For each query and head the sum of out * dOut, [B, H, queries]: what a score's gradient loses to the normalisation.
// Eight threads for each.
template <class T>
__device__ void attention_expected(AttentionSizes s, const T* out, const T* d_out, float* expected, index_t count) {
    index_t at = (static_cast<index_t>(blockIdx.x) * blockDim.x + threadIdx.x) / 8;
    int lane = threadIdx.x % 8;
    float sum = 0.0f;
    if (at < count) {
        index_t query = at % s.queries;
        index_t head = at / s.queries % s.heads;
        index_t batch = at / s.queries / s.heads;
        index_t from = ((batch * s.queries + query) * s.heads + head) * s.head_width;
        if (aligned(out, d_out) && s.head_width % 8 == 0) {
            for (int i = lane * 8; i < s.head_width; i += 64) {
                float a[8];
                float b[8];
                load(out + from + i, a);
                load(d_out + from + i, b);
                for (int j = 0; j < 8; j++) {
                    sum = fmaf(a[j], b[j], sum);
                }
            }
        } else {
            for (int i = lane; i < s.head_width; i += 8) {
                sum = fmaf(widen(out[from + i]), widen(d_out[from + i]), sum);
            }
        }
    }
    sum = line_sum(sum);
    if (at < count && lane == 0) {
        expected[at] = sum;
    }
}

// The gradient of a tile of queries.
template <int TILE, int CHUNK, class T>
__device__ void attention_queries(
    AttentionSizes s, const T* q, const T* k, const T* v, const T* d_out, const float* log_sums, const float* expected,
    T* dq) {
    DYNAMIC_SHARED(float, shared);
    int pitch = s.head_width + 1;
    float* queries = shared;
    float* gradients = queries + TILE * pitch;
    float* others = gradients + TILE * pitch;
    float* weights = others + TILE * pitch;
    AttentionPlace at(s, s.queries, TILE);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    const T* keys = head_of(k, s, at, s.tokens, s.key_stride);
    const T* values = head_of(v, s, at, s.tokens, s.key_stride);
    const float* sums_of_head = log_sums + (at.batch * s.heads + at.head) * s.queries;
    const float* expected_of_head = expected + (at.batch * s.heads + at.head) * s.queries;
    load_tile<TILE>(queries, head_of(q, s, at, s.queries, s.query_stride), at.first, s.queries, s.query_stride, s.head_width);
    load_tile<TILE>(gradients, head_of(d_out, s, at, s.queries, width), at.first, s.queries, width, s.head_width);
    float sum[TILE / 16][CHUNK] = {};
    int line = threadIdx.x / 8;
    int lane = threadIdx.x % 8;
    int end = keys_seen(s, at.first, TILE);
    for (int first = 0; first < end; first += TILE) {
        float slopes[TILE / 16][TILE / 8];
        float scores[TILE / 16][TILE / 8];
        __syncthreads();
        load_tile<TILE>(others, values, first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        tile_products<TILE>(gradients, others, s.head_width, slopes);
        __syncthreads();
        load_tile<TILE>(others, keys, first, s.tokens, s.key_stride, s.head_width);
        __syncthreads();
        tile_products<TILE>(queries, others, s.head_width, scores);
#pragma unroll
        for (int r = 0; r < TILE / 16; r++) {
            int query = at.first + line + 16 * r;
#pragma unroll
            for (int c = 0; c < TILE / 8; c++) {
                float slope = 0.0f;
                if (visible(s, query, first + lane + 8 * c)) {
                    float weight = expf(scores[r][c] * s.scale - sums_of_head[query]);
                    slope = weight * (slopes[r][c] - expected_of_head[query]) * s.scale;
                }
                weights[(line + 16 * r) * (TILE + 1) + lane + 8 * c] = slope;
            }
        }
        __syncthreads();
        add_weighted<TILE, CHUNK>(weights, others, s.head_width, sum);
    }
    store_tile<TILE, CHUNK>(
        sum, head_of(dq, s, at, s.queries, s.query_stride), at.first, s.queries, s.query_stride, s.head_width);
}

// The gradients of a tile of keys and values.
template <int TILE, int CHUNK, class T>
__device__ void attention_keys(
    AttentionSizes s, const T* q, const T* k, const T* v, const T* d_out, const float* log_sums, const float* expected,
    T* dk, T* dv) {
    DYNAMIC_SHARED(float, shared);
    int pitch = s.head_width + 1;
    float* keys = shared;
    float* values = keys + TILE * pitch;
    float* queries = values + TILE * pitch;
    float* gradients = queries + TILE * pitch;
    float* weights = gradients + TILE * pitch;
    float* slopes = weights + TILE * (TILE + 1);
    AttentionPlace at(s, s.tokens, TILE);
    index_t width = static_cast<index_t>(s.heads) * s.head_width;
    const T* all_queries = head_of(q, s, at, s.queries, s.query_stride);
    const T* all_gradients = head_of(d_out, s, at, s.queries, width);
    const float* sums_of_head = log_sums + (at.batch * s.heads + at.head) * s.queries;
    const float* expected_of_head = expected + (at.batch * s.heads + at.head) * s.queries;
    load_tile<TILE>(keys, head_of(k, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride, s.head_width);
    load_tile<TILE>(values, head_of(v, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride, s.head_width);
    float of_keys[TILE / 16][CHUNK] = {};
    float of_values[TILE / 16][CHUNK] = {};
    int line = threadIdx.x / 8;
    int lane = threadIdx.x % 8;
    // Queries before the first key of a causal tile see none of it; tiles of both begin at multiples of TILE.
    for (int first = s.causal ? at.first : 0; first < s.queries; first += TILE) {
        __syncthreads();
        load_tile<TILE>(queries, all_queries, first, s.queries, s.query_stride, s.head_width);
        load_tile<TILE>(gradients, all_gradients, first, s.queries, width, s.head_width);
        __syncthreads();
        float scores[TILE / 16][TILE / 8];
        float products[TILE / 16][TILE / 8];
        tile_products<TILE>(keys, queries, s.head_width, scores);
        tile_products<TILE>(values, gradients, s.head_width, products);
#pragma unroll
        for (int r = 0; r < TILE / 16; r++) {
            int key = at.first + line + 16 * r;
#pragma unroll
            for (int c = 0; c < TILE / 8; c++) {
                int query = first + lane + 8 * c;
                float weight = 0.0f;
                float slope = 0.0f;
                if (visible(s, query, key)) {
                    weight = expf(scores[r][c] * s.scale - sums_of_head[query]);
                    slope = weight * (products[r][c] - expected_of_head[query]) * s.scale;
                }
                weights[(line + 16 * r) * (TILE + 1) + lane + 8 * c] = weight;
                slopes[(line + 16 * r) * (TILE + 1) + lane + 8 * c] = slope;
            }
        }
        __syncthreads();
        add_weighted<TILE, CHUNK>(weights, gradients, s.head_width, of_values);
        add_weighted<TILE, CHUNK>(slopes, queries, s.head_width, of_keys);
    }
    store_tile<TILE, CHUNK>(
        of_keys, head_of(dk, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride, s.head_width);
    store_tile<TILE, CHUNK>(
        of_values, head_of(dv, s, at, s.tokens, s.key_stride), at.first, s.tokens, s.key_stride, s.head_width);
}

#define SIZES                                                                                                        \
    int queries, int tokens, int heads, int head_width, index_t query_stride, index_t key_stride, float scale,       \
        int causal
#define GIVEN_SIZES \
    AttentionSizes { queries, tokens, heads, head_width, query_stride, key_stride, scale, causal }

#define OF_ONE_TILE(suffix, T, TILE, CHUNK)                                                                          \
    ENTRY(                                                                                                           \
        attention_##suffix,                                                                                          \
        (SIZES, const T* q, const T* k, const T* v, T* out, float* log_sums),                                        \
        attention<TILE, CHUNK>(GIVEN_SIZES, q, k, v, out, log_sums))                                                 \
    ENTRY(                                                                                                           \
        attention_queries_##suffix,                                                                                  \
        (SIZES, const T* q, const T* k, const T* v, const T* d_out, const float* log_sums, const float* expected,    \
         T* dq),                                                                                                     \
        attention_queries<TILE, CHUNK>(GIVEN_SIZES, q, k, v, d_out, log_sums, expected, dq))                         \
    ENTRY(                                                                                                           \
        attention_keys_##suffix,                                                                                     \
        (SIZES, const T* q, const T* k, const T* v, const T* d_out, const float* log_sums, const float* expected,    \
         T* dk, T* dv),                                                                                              \
        attention_keys<TILE, CHUNK>(GIVEN_SIZES, q, k, v, d_out, log_sums, expected, dk, dv))

#define OF_ONE_TYPE(suffix, T)                                                                                       \
    OF_ONE_TILE(narrow_##suffix, T, 32, 8)                                                                           \
    OF_ONE_TILE(wide_##suffix, T, 16, 20)                                                                            \
    ENTRY(                                                                                                           \
        attention_expected_##suffix,                                                                                 \
        (SIZES, const T* out, const T* d_out, float* expected, index_t count),                                       \
        attention_expected(GIVEN_SIZES, out, d_out, expected, count))

OF_ONE_TYPE(f32, float)
OF_ONE_TYPE(bf16, bfloat16)
