// The way back of attention.cu: queries and keys each by their own tiles, so that nothing is added atomically.
#include "attention_tiles.cuh"

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

#define OF_ONE_TILE(suffix, T, TILE, CHUNK)                                                                          \
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
