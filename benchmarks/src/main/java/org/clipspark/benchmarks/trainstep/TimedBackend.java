package org.clipspark.benchmarks.trainstep;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.clipspark.model.compute.Backend;
import org.jspecify.annotations.Nullable;

/**
 * A backend that adds up the time of its matrix and attention products. It forwards every call by reflection, about a
 * microsecond each, against products of a millisecond. It holds for backends whose calls return when their work is done.
 */
final class TimedBackend implements InvocationHandler {
    // Attention counts whole, its softmax included: the products cannot be told apart from outside.
    private static final Set<String> PRODUCTS = Set.of(
            "matmul",
            "linear",
            "linearAdd",
            "linearBackwardInput",
            "linearBackwardWeight",
            "attention",
            "attentionBackward");

    private final Backend delegate;
    private final Backend backend;
    private long productNanoseconds;

    private TimedBackend(Backend delegate) {
        this.delegate = delegate;
        this.backend =
                (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, this);
    }

    static TimedBackend around(Backend delegate) {
        return new TimedBackend(delegate);
    }

    /** The backend to compute with. */
    Backend backend() {
        return backend;
    }

    /** Seconds in products so far. */
    double productSeconds() {
        return productNanoseconds * 1e-9;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
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
