package com.acme.core;

import java.util.List;
import java.util.Optional;

public interface Repository<T, K> {
    Optional<T> findById(K id);
    List<T> findAll();
    T save(T item);
    default void saveAll(List<T> items) { items.forEach(this::save); }
}
