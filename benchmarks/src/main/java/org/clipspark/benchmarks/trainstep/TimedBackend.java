package org.clipspark.benchmarks.trainstep;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FeatureMapOperations;
import org.jspecify.annotations.Nullable;

/**
 * A backend that adds up the time of its matrix, attention and convolution products. It forwards every call by
 * reflection, about a microsecond each, against products of a millisecond. It holds for backends whose calls return when
 * their work is done.
 */
final class TimedBackend {
    // Attention counts whole, its softmax included: the products cannot be told apart from outside.
    private static final Set<String> PRODUCTS = Set.of(
            "matmul",
            "linear",
            "linearAdd",
            "linearBackwardInput",
            "linearBackwardWeight",
            "linearBackwardParameters",
            "attention",
            "attentionBackward",
            "convolution",
            "convolutionBackwardInput",
            "convolutionBackwardWeight");

    private final Backend backend;
    private final FeatureMapOperations featureMaps;
    private long productNanoseconds;

    private TimedBackend(Backend delegate) {
        FeatureMapOperations maps = delegate.featureMaps();
        this.featureMaps = proxy(FeatureMapOperations.class, (method, arguments) -> timed(maps, method, arguments));
        this.backend = proxy(
                Backend.class,
                (method, arguments) ->
                        method.getName().equals("featureMaps") ? featureMaps : timed(delegate, method, arguments));
    }

    static TimedBackend around(Backend delegate) {
        return new TimedBackend(delegate);
    }

    private interface Call {
        @Nullable
        Object answer(Method method, @Nullable Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.answer(method, arguments)));
    }

    /** The backend to compute with. */
    Backend backend() {
        return backend;
    }

    /** Seconds in products so far. */
    double productSeconds() {
        return productNanoseconds * 1e-9;
    }

    private @Nullable Object timed(Object delegate, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        long start = System.nanoTime();
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } finally {
            if (PRODUCTS.contains(method.getName())) {
                productNanoseconds += System.nanoTime() - start;
            }
        }
    }
}
