/**
 * What replicas do with a mean so that they agree on sound parameters: the outer step behind it, and the digest that tells
 * whether all hold the same.
 */
@NullMarked
package org.clipspark.job.sync.agreement;

import org.jspecify.annotations.NullMarked;
