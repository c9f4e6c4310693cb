// The way back of attention_tensor.cu: queries and keys each by their own tiles, so that nothing is added atomically.
#include "attention_fragments.cuh"

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

#define OF_ONE_WIDTH(WIDTH, BLOCKS)                                                                                  \
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
